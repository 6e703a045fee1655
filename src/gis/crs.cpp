#include "gis/crs.hpp"

#include "gis/error.hpp"
#include "gis/files.hpp"
#include "gis/gdal.hpp"

#include <ogr_spatialref.h>
#include <proj.h>

#include <array>
#include <cmath>
#include <cstring>

namespace tuantra::gis {

namespace {

struct TransformationDeleter {
    void operator()(OGRCoordinateTransformation* t) const { OGRCoordinateTransformation::DestroyCT(t); }
};
struct ContextDeleter {
    void operator()(PJ_CONTEXT* c) const { proj_context_destroy(c); }
};
struct OperationDeleter {
    void operator()(PJ* p) const { proj_destroy(p); }
};

constexpr const char* vn2000_operation = "urn:ogc:def:coordinateOperation:EPSG::6960";

std::string name_of(const OGRSpatialReference& crs)
{
    const char* authority = crs.GetAuthorityName(nullptr);
    const char* code = crs.GetAuthorityCode(nullptr);
    if (authority != nullptr && code != nullptr) return std::string(authority) + ":" + code;
    return crs.GetName() != nullptr ? crs.GetName() : "unnamed CRS";
}

std::string geographic_name(const OGRSpatialReference& crs)
{
    const char* name = crs.GetAttrValue("GEOGCS");
    return name != nullptr ? name : "";
}

int geographic_code(const OGRSpatialReference& crs)
{
    const char* code = crs.GetAuthorityCode("GEOGCS");
    return code != nullptr ? std::atoi(code) : 0;
}

bool has_own_parameters(const OGRSpatialReference& crs)
{
    std::array<double, 7> parameters{};
    return crs.GetTOWGS84(parameters.data(), 7) == OGRERR_NONE;
}

bool names(const std::string& name, std::initializer_list<const char*> parts)
{
    for (const char* part : parts)
        if (strcasestr(name.c_str(), part) != nullptr) return true;
    return false;
}

OGRSpatialReference traditional(OGRSpatialReference crs)
{
    crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return crs;
}

OGRSpatialReference wgs84()
{
    OGRSpatialReference crs;
    crs.importFromEPSG(4326);
    return traditional(crs);
}

}  // namespace

struct ToWgs84::Impl {
    std::string name = "EPSG:4326";
    std::unique_ptr<OGRCoordinateTransformation, TransformationDeleter> first;  ///< null: none needed
    std::unique_ptr<PJ_CONTEXT, ContextDeleter> context;
    std::unique_ptr<PJ, OperationDeleter> datum;  ///< VN-2000 longitude, latitude to WGS 84; null: none needed

    Impl() = default;
    Impl(const std::string& shown, const OGRSpatialReference& given);
    void pin_vn2000(const std::string& shown);
};

void ToWgs84::Impl::pin_vn2000(const std::string& shown)
{
    context.reset(proj_context_create());
    proj_log_level(context.get(), PJ_LOG_NONE);
    const std::unique_ptr<PJ, OperationDeleter> raw(proj_create(context.get(), vn2000_operation));
    if (raw) datum.reset(proj_normalize_for_visualization(context.get(), raw.get()));
    if (!datum) throw Error(shown, 0, "PROJ's database has no EPSG:6960, which VN-2000 needs");
}

ToWgs84::Impl::Impl(const std::string& shown, const OGRSpatialReference& given)
{
    initialise();
    ErrorTrap trap;
    const OGRSpatialReference crs = traditional(given);
    name = name_of(crs);
    if (crs.IsLocal() || crs.IsGeocentric() || (!crs.IsGeographic() && !crs.IsProjected()))
        throw Error(shown, 0, name + " is no CRS of places on the earth");
    const int base = geographic_code(crs);
    const std::string base_name = geographic_name(crs);
    const bool own = has_own_parameters(crs);
    if (!own && (base == 4147 || names(base_name, {"hanoi 1972", "hanoi_1972"})))
        throw Error(shown, 0,
                    name +
                        " stands on Hanoi 1972, whose shift to WGS 84 needs a grid that is not here; convert the file "
                        "to VN-2000 or WGS 84 first");
    if (!own && (base == 4131 || names(base_name, {"indian 1960", "indian_1960"})))
        throw Error(shown, 0,
                    name +
                        " stands on Indian 1960, whose shift to WGS 84 is not known well enough; convert the file to "
                        "VN-2000 or WGS 84 first");
    const bool vn2000 = !own && (base == 4756 || names(base_name, {"vn-2000", "vn_2000", "vn2000"}));
    if (vn2000) pin_vn2000(shown);
    if (base == 4326 && crs.IsGeographic()) return;
    if (vn2000 && crs.IsGeographic()) return;
    std::unique_ptr<OGRSpatialReference> target(vn2000 ? crs.CloneGeogCS() : new OGRSpatialReference(wgs84()));
    target->SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    first.reset(OGRCreateCoordinateTransformation(&crs, target.get()));
    if (!first) throw Error(shown, 0, "no way from " + name + " to WGS 84: " + trap.text("unknown to PROJ"));
}

static OGRSpatialReference parse_crs(const std::string& shown, const std::string& text)
{
    initialise();
    ErrorTrap trap;
    OGRSpatialReference crs;
    // Files and addresses are also CRS texts to OGR; only codes, PROJ strings and WKT are to us.
    const char* const options[] = {"ALLOW_NETWORK_ACCESS=NO", "ALLOW_FILE_ACCESS=NO", nullptr};
    if (text.empty() || crs.SetFromUserInput(text.c_str(), options) != OGRERR_NONE)
        throw Error(shown, 0, "unknown CRS \"" + one_line(text, 80) + "\"; write it as EPSG:N");
    return crs;
}

ToWgs84::ToWgs84() : m_impl(std::make_unique<Impl>()) {}
ToWgs84::ToWgs84(const std::string& shown, const std::string& crs)
    : m_impl(std::make_unique<Impl>(shown, parse_crs(shown, crs)))
{
}
ToWgs84::ToWgs84(const std::string& shown, const OGRSpatialReference& crs) : m_impl(std::make_unique<Impl>(shown, crs))
{
}
ToWgs84::~ToWgs84() = default;
ToWgs84::ToWgs84(ToWgs84&&) noexcept = default;
ToWgs84& ToWgs84::operator=(ToWgs84&&) noexcept = default;

bool ToWgs84::identity() const
{
    return !m_impl->first && !m_impl->datum;
}

const std::string& ToWgs84::name() const
{
    return m_impl->name;
}

std::optional<domain::LonLat> ToWgs84::convert(double x, double y) const
{
    std::array<domain::LonLat, 1> point = {domain::LonLat{x, y}};
    if (!convert(point)) return std::nullopt;
    return point[0];
}

bool ToWgs84::convert(std::span<domain::LonLat> points) const
{
    if (identity()) return true;
    ErrorTrap trap;
    for (auto& p : points) {
        if (!std::isfinite(p.lon) || !std::isfinite(p.lat)) return false;
        if (m_impl->first && !m_impl->first->Transform(1, &p.lon, &p.lat)) return false;
        if (m_impl->datum) {
            const PJ_COORD moved = proj_trans(m_impl->datum.get(), PJ_FWD, proj_coord(p.lon, p.lat, 0, HUGE_VAL));
            p = {moved.xy.x, moved.xy.y};
        }
        if (!std::isfinite(p.lon) || !std::isfinite(p.lat)) return false;
    }
    return true;
}

}  // namespace tuantra::gis
