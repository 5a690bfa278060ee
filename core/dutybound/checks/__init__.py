"""What must be true of a rulebook before it may decide anything, one kind of rule a module."""
