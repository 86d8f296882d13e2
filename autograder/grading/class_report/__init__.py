"""What a class misunderstood, from the results of grading it: statistics, drawings and pages, apart from one another.

`reading` makes plain, bounded data of results.json. `mistakes`, `scores` and `people` say what it holds of a class, and
`lesson` puts that together: pure functions all of them. `excerpts` finds what learners wrote, `similar` what is
unusually close. `drawings` has the plots, `pages` the pages, `tables` the same as CSV and JSON, `write` the files.
"""
