"""An example of a regional plugin for dutybound: made-up provisions of a province on checks of food businesses by risk grade."""
