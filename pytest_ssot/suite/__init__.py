"""The mission-critical suite: ordinary tests that ship with the tool and judge the project around them.

`pytest --pyargs pytest_ssot.suite` runs them in any project; a file with one import of
`pytest_ssot.suite.test_regressions` gives them a place in the project's own tests. They ask two
questions: has anything come back that was resolved once (`test_regressions`, judging the `project`),
and would the alarm ring if it did (`planted`). `command` runs the same judgement without pytest.
"""
