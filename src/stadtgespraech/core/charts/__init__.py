"""Charts as pictures: drawn on the server, kept by content, shown beside a table and a sentence."""

from stadtgespraech.core.charts.line import LineChart, Point
from stadtgespraech.core.charts.pictures import Picture, picture_of

__all__ = ["LineChart", "Picture", "Point", "picture_of"]
