"""What the worker does on its clock; each job finds what is due and hands it to a service."""
