#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace tuantra::store {

/// The words of a text, folded, with one space between: what the text index holds. A word is a run of letters and
/// digits.
std::string words_of(std::string_view text);
/// What is looked for, as words.
std::vector<std::string> split_words(std::string_view query);
/// Whether each of the words begins a word of title or narrative.
bool words_match(const std::vector<std::string>& wanted, std::string_view title, std::string_view narrative);

}  // namespace tuantra::store
