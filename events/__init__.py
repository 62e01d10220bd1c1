"""Workshops, series, trainings and open meetings: from the first preparation to what is left long after.

Along one afternoon, this is where to begin:

before  `services.preparation`, `timeline`, `kit`, `services.questionnaire`: the team, its steps, what actors say
asked   `views.registering`, `services.registering`, `mails`; a place is given under `services.locking`
the day `door`, `views.rooms`, `services.capturing`, `tables`: who came, what was said, who sits where
after   `services.diagnosis`, `boards`, `books`, `services.groups`, `given_back`: findings, cards, seeds, the page
told    `agenda`, `feeds`, `ical`, `openagenda`, `structured`: the same dates for readers and for other programs
kept    `personal_*`, `services.forgetting*`, `chores`: what is held about people, and until when

`accompaniment` is a trade of its own: cooperations that a team follows for months. `elsewhere`, `finding` and `signals`
are what the other apps meet of this one.
"""
