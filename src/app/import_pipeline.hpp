#pragma once
#include "domain/line.hpp"
#include "gis/import.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace tuantra::app {

/// Batches of a reader with addresses looked up, in the file's order. One thread reads, some look up, the caller takes.
/// Few batches exist and are used again, so memory and allocations stay low however long the file is.
class ImportPipeline {
public:
    /// `reader` and `lines` outlive the pipeline; nobody else touches the reader meanwhile.
    ImportPipeline(gis::ImportReader& reader, const domain::Lines& lines, unsigned threads);
    ~ImportPipeline();  ///< stops and waits
    ImportPipeline(const ImportPipeline&) = delete;
    ImportPipeline& operator=(const ImportPipeline&) = delete;

    /// The next batch, or null at the end. It stays valid until the next call. Rethrows what the reader threw.
    gis::Batch* next();
    /// 0..1 of the file read, negative while unknown.
    double done() const { return m_done.load(std::memory_order_relaxed); }

private:
    struct Slot {
        gis::Batch batch;
        bool located = false;
    };

    void read();
    void locate();
    Slot* free_slot();
    void fail();

    gis::ImportReader& m_reader;
    const domain::Lines& m_lines;
    std::vector<std::unique_ptr<Slot>> m_slots;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<Slot*> m_free;
    std::deque<Slot*> m_work;     ///< waiting for addresses
    std::deque<Slot*> m_ordered;  ///< everything read and not yet taken, in the file's order
    Slot* m_taken = nullptr;
    bool m_read_all = false, m_stop = false;
    std::exception_ptr m_error;
    std::atomic<double> m_done{-1};
    std::vector<std::jthread> m_threads;
};

}  // namespace tuantra::app
