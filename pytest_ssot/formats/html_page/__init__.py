"""The parts of the page that the format `html` makes: elements, groups of violations, style and script."""
