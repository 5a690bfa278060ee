"""Everything that evaluates a program: the reference interpreter and the engines that must agree with it."""
