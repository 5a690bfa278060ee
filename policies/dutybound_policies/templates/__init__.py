"""Templates of local packs, a folder for each kind and `common` for both; `dutybound new-plugin` fills them in."""
