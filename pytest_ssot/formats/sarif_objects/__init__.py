"""The objects that a SARIF document is made of: rules, results and places."""
