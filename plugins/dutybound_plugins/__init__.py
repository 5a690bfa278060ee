"""The plugins that ship with dutybound: national law, and the offices that apply it."""
