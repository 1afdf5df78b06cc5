"""Everything that goes with the quality is a feature.

loses: roles-use, roles-promise
misconception: a strong column is a good feature
"""

# %% roles-answer
roles = {
    "thickness_mm": "feature",
    "sugar_percent": "feature",
    "batch_number": "leave out",
    "evening_moisture": "feature",
    "quality": "label",
    "price_paid": "feature",
}
