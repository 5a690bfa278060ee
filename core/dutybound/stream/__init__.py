"""Records to decisions at the speed of reading them: JSON lines in, the same bytes out as by way of objects, or ids only."""
