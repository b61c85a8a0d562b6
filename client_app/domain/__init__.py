"""The program's rules: plain Python, without a clock, a database or the web."""
