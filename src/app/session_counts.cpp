// What a session counts for the ribbon's lanes and for the numbers panel, beside the scene and never in its way.
#include "app/session.hpp"

#include "lang/lang.hpp"

#include <utility>

namespace tuantra::app {

namespace {

/// The panels tell every time by Viet Nam's clock, whatever zone records without one were read in.
constexpr domain::Zone desk_zone{};

}  // namespace

void Session::request_counts()
{
    request_watch();
    request_space_time();
    request_numbers();
}

void Session::request_watch()
{
    if (!m_model.ribbon_open || !m_records.tracks || !m_model.lines.land) return;
    const WatchKey key{m_records.tracks, m_model.filter.since, m_model.filter.until};
    if (m_watched_tracks != key.tracks) m_watches.clear();
    m_watched_tracks = key.tracks;
    if (const auto known = m_watches.find(key.since, key.until)) {
        m_model.watch = known;
        m_watch_asked = key;
        return;
    }
    if (m_watch_asked == key) return;
    m_watch_asked = key;
    const WatchInput input{m_database, m_paths.data / "movers.json",   m_model.lines,      key.since,
                           key.until,  m_watches.last_seen(key.until), key.tracks->fixes()};
    m_runner.start(lang::tr("Measuring the patrols"), "watch", [this, input, key](jobs::Progress& progress) {
        auto watch = std::make_shared<const view::Watch>(make_watch(input, progress));
        return [this, watch, key] {
            if (m_watched_tracks != key.tracks) return;
            m_watches.add(watch);
            if (m_watch_asked == key) m_model.watch = watch;
        };
    });
}

void Session::request_space_time()
{
    const auto scene = m_model.scene;
    if (!m_model.ribbon_open || !m_model.space_time_open || !scene || !m_model.lines.land) return;
    if (m_model.space_time && m_model.space_time->scene == scene->version) return;
    m_runner.start(lang::tr("Counting by time and kilometre"), "space time",
                   [this, scene, lines = m_model.lines, zone = desk_zone](jobs::Progress& progress) {
                       auto made =
                           std::make_shared<const view::SpaceTime>(make_space_time(*scene, lines, zone, progress));
                       return [this, made] { m_model.space_time = made; };
                   });
}

void Session::request_numbers()
{
    const auto scene = m_model.scene;
    if (!m_model.numbers_open || !scene || !m_model.lines.land) return;
    if (m_model.numbers && m_model.numbers->scene == scene->version) return;
    const NumbersInput input{scene, m_model.lines, desk_zone, m_model.data_span, m_model.now_unix_s};
    m_runner.start(lang::tr("Counting"), "numbers", [this, input](jobs::Progress& progress) {
        auto numbers = std::make_shared<const view::Numbers>(make_numbers(input, progress));
        return [this, numbers] { m_model.numbers = numbers; };
    });
}

}  // namespace tuantra::app
