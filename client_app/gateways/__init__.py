"""Doors to what is not our own code or tables: content files, clocks, passwords, other systems."""
