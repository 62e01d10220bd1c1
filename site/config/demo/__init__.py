"""The demonstration: an imaginary association, Les Cols réunis, in an imaginary valley, the Rouspète.

`content` says what there is to read, `building` makes it with the factories of the tests, `erasing` takes it away.
"""
