"""How far, and how long on the way: great circles in float64 (float32 errs by kilometres)."""

from __future__ import annotations

import math

EARTH_RADIUS_KM = 6371.0088  # mean radius; the sphere errs by at most 0.6 %


def great_circle_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Distance of two places (latitude, longitude in degrees) by the haversine formula."""
    latitude_a, longitude_a = math.radians(a[0]), math.radians(a[1])
    latitude_b, longitude_b = math.radians(b[0]), math.radians(b[1])
    half = (
        math.sin((latitude_b - latitude_a) / 2) ** 2
        + math.cos(latitude_a)
        * math.cos(latitude_b)
        * math.sin((longitude_b - longitude_a) / 2) ** 2
    )
    # Antipodes: rounding may lift the sum a hair above one.
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(half, 1.0)))


def travel_hours(distance_km: float, speed_kmh: float) -> float:
    """Hours on the way; the straight line at a constant speed."""
    return distance_km / speed_kmh
