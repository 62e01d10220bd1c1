"""What a Django developer writes in an hour: a loop that renders the letter for each person and sends it.

python -m bench.outbox.loop HOST:PORT MESSAGES
"""

import json
import resource
import sys
import time

import django
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template import Context, Template

from . import letter


def main(place: str, messages: int) -> None:
    host, port = place.split(":")
    settings.configure(
        EMAIL_HOST=host,
        EMAIL_PORT=int(port),
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    )
    django.setup()
    html, text = Template(letter.html("{{ leave_url }}")), Template(letter.text("{{ leave_url }}"))
    begun, used = time.monotonic(), time.process_time()
    with get_connection("django.core.mail.backends.smtp.EmailBackend") as connection:
        for number in range(messages):
            context = Context({"leave_url": f"https://asso.example/quitter/{number:040d}"})
            mail = EmailMultiAlternatives(
                letter.SUBJECT,
                text.render(context),
                "Asso <asso@asso.example>",
                [f"lectrice{number}@exemple.example"],
                headers={"List-Unsubscribe": f"<{context['leave_url']}>"},
                connection=connection,
            )
            mail.attach_alternative(html.render(context), "text/html")
            mail.send()
    spent = {"seconds": time.monotonic() - begun, "cpu": time.process_time() - used}
    print(json.dumps(spent | {"memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
