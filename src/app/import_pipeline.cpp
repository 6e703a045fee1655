#include "app/import_pipeline.hpp"

#include <algorithm>

namespace tuantra::app {

namespace {

constexpr std::size_t rows_per_batch = 512;
constexpr std::size_t slots_beyond_threads = 3;

}  // namespace

ImportPipeline::ImportPipeline(gis::ImportReader& reader, const domain::Lines& lines, unsigned threads)
    : m_reader(reader), m_lines(lines)
{
    threads = std::max(1U, threads);
    for (std::size_t i = 0; i < threads + slots_beyond_threads; ++i) {
        m_slots.push_back(std::make_unique<Slot>());
        m_free.push_back(m_slots.back().get());
    }
    m_threads.emplace_back([this] { read(); });
    for (unsigned i = 0; i < threads; ++i) m_threads.emplace_back([this] { locate(); });
}

ImportPipeline::~ImportPipeline()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_changed.notify_all();
    m_threads.clear();
}

ImportPipeline::Slot* ImportPipeline::free_slot()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_stop || !m_free.empty(); });
    if (m_stop) return nullptr;
    Slot* slot = m_free.back();
    m_free.pop_back();
    return slot;
}

void ImportPipeline::fail()
{
    const std::scoped_lock lock(m_mutex);
    if (!m_error) m_error = std::current_exception();
    m_changed.notify_all();
}

void ImportPipeline::read()
{
    try {
        while (Slot* slot = free_slot()) {
            slot->batch.clear();
            slot->located = false;
            const bool more = m_reader.next(slot->batch, rows_per_batch);
            m_done.store(m_reader.rows().done(), std::memory_order_relaxed);
            const std::scoped_lock lock(m_mutex);
            if (more || slot->batch.rows_read > 0) {
                m_work.push_back(slot);
                m_ordered.push_back(slot);
            }
            m_read_all = !more;
            m_changed.notify_all();
            if (!more) return;
        }
    } catch (...) {
        fail();
    }
}

void ImportPipeline::locate()
{
    try {
        for (;;) {
            Slot* slot = nullptr;
            {
                std::unique_lock lock(m_mutex);
                m_changed.wait(lock, [this] { return m_stop || m_error || !m_work.empty() || m_read_all; });
                if (m_stop || m_error || m_work.empty()) return;
                slot = m_work.front();
                m_work.pop_front();
            }
            for (auto& incident : slot->batch.incidents)
                if (const auto located = m_lines.locate_within(incident.place, domain::address_reach_m))
                    incident.address = located->address;
            const std::scoped_lock lock(m_mutex);
            slot->located = true;
            m_changed.notify_all();
        }
    } catch (...) {
        fail();
    }
}

gis::Batch* ImportPipeline::next()
{
    std::unique_lock lock(m_mutex);
    if (m_taken != nullptr) {
        m_free.push_back(m_taken);
        m_taken = nullptr;
        m_changed.notify_all();
    }
    m_changed.wait(lock, [this] {
        return m_error || (!m_ordered.empty() && m_ordered.front()->located) || (m_ordered.empty() && m_read_all);
    });
    if (m_error) std::rethrow_exception(m_error);
    if (m_ordered.empty()) return nullptr;
    m_taken = m_ordered.front();
    m_ordered.pop_front();
    return &m_taken->batch;
}

}  // namespace tuantra::app
