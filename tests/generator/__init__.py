"""A seeded generator of annual reports: invented agencies, balanced tables, every layout, one known defect at a time.

It measures what the linter finds (the rule, at its line) and what it says of reports that have no fault.
"""
