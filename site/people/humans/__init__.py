"""What keeps robots out of the forms that anybody may post without an account, and floods out of mailboxes.

A trap, a signed note of when the form was shown, a count of uses under a fingerprint that dies, and when a site asks
for it a proof of work. Every app above shares them.
"""
