"""What came out, who follows it, and who was not told yet.

`newsletter.following.plans.plan` is the door: letters, digests and alerts ask it what to say to whom, and give it to
`newsletter.services.telling.remember` in the transaction that writes their mails.
"""
