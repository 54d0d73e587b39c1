"""The catalog in the formats that other programs read: feeds, sitemap, calendar, OAI-PMH."""
