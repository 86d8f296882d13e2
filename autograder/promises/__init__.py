"""What the checks of many exercises share: inputs, and what every loop over time and every gradient promises."""
