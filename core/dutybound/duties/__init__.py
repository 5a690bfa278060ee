"""The power-and-responsibility list (权责清单) as data: items, posts, time limits, and what they tell of a case (Arts. 7, 8, 10)."""
