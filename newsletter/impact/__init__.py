"""The funders' report: what was done in a year, by programme, territory and profile, without naming or betraying
anybody (issue 8 item 7, law.md G-09).
"""
