using System.Runtime.InteropServices;
using System.Text;

namespace MLNetDeep.Transforms;

/// <summary>
/// Counts terms in limited memory. When there are more than maxTerms terms, the rarest are dropped until at most half of maxTerms
/// remain. The same happens when the words take more than <see cref="MeanBytesPerWord"/> x maxTerms bytes.
/// </summary>
/// <remarks>
/// This is lossy counting (Manku and Motwani, 2002), except that the size of the table triggers pruning. Each term has the count c
/// since it last entered the table, and an upper bound m of its count before. Let E be the largest c + m dropped so far, and N the
/// number of terms in the texts, including repetitions. A term enters with m = E: with a higher count it would not have
/// been dropped. So its true count is from c to c + m, and
/// <list type="bullet">
/// <item>no count is too low by more than E;</item>
/// <item>every term with a true count above E is in the table;</item>
/// <item>E is at most 2N / maxTerms, unless pruning is caused by long words. Proof: take the sum of c + m - E over the table. Each of
/// the N terms raises it by 1. A prune that raises E by r lowers it by at least r for each of the more than maxTerms / 2 terms, kept or
/// dropped, whose c + m is at least the new E. The sum is never negative.</item>
/// </list>
/// Which terms are dropped depends on counts only, not on the order in which terms entered. N-grams are stored as the numbers of
/// their words, so a word stays in the word table as long as it, or an n-gram that contains it, is a candidate.
/// </remarks>
internal sealed class CandidateTable(int maxTerms)
{
    /// <summary>The largest mean number of bytes per word in a full table.</summary>
    public const int MeanBytesPerWord = 64;

    // The smallest byte limit, so that a table with few terms can still hold long words.
    private const long MinByteLimit = 1 << 20;

    private readonly long _byteLimit = Math.Max(MinByteLimit, Math.Min((long)MeanBytesPerWord * maxTerms, Array.MaxLength / 2));
    private readonly TermTable _words = new();
    private readonly NGramTable _nGrams = new();
    private readonly TermValues<Candidate> _wordCandidates = new();
    private readonly TermValues<Candidate> _nGramCandidates = new();
    private int[] _numbers = [];

    /// <summary>E: the largest amount by which a count may be too low; 0 if no term was dropped.</summary>
    public long MaxUndercount { get; private set; }

    /// <summary>N: the number of terms in the texts, including repetitions.</summary>
    public long TermCount { get; private set; }

    /// <summary>The number of terms in the table.</summary>
    public int Count { get; private set; }

    /// <summary>Adds the counts of a chunk.</summary>
    public void Add(TextChunk chunk)
    {
        if (_numbers.Length < chunk.Words.Count)
        {
            _numbers = new int[2 * chunk.Words.Count];
        }

        int word = 0;
        foreach (ReadOnlySpan<byte> bytes in chunk.Words)
        {
            int number = _words.Add(ref MemoryMarshal.GetReference(bytes), bytes.Length);
            _numbers[word] = number;
            Add(ref _wordCandidates[number], chunk.CountOfWord(word++));
        }

        for (int i = 0; i < chunk.NGrams.Count; i++)
        {
            Add(ref _nGramCandidates[_nGrams.Add(chunk.NGrams.All[i].Renumber(_numbers))], chunk.CountOfNGram(i));
        }

        if (Count > maxTerms)
        {
            Drop(maxKept: maxTerms / 2);
        }

        if (_words.ByteLength > _byteLimit)
        {
            while (_words.ByteLength > _byteLimit / 2)
            {
                Drop(maxKept: Count / 2);
            }
        }
    }

    /// <summary>Returns the smallest value, at least 0, such that at most <paramref name="maxAbove"/> terms are above it.</summary>
    /// <remarks>
    /// It uses doubling and bisection instead of a sort: this allocates nothing, and takes few steps because most terms are rare.
    /// </remarks>
    public long Threshold(int maxAbove, Func<Candidate, long> value)
    {
        long low = 0;
        long step = 1;
        while (CountAbove(low + step - 1, value) > maxAbove)
        {
            low += step;
            step *= 2;
        }

        long high = low + step - 1;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (CountAbove(middle, value) > maxAbove)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Returns the terms whose counts meet a condition.</summary>
    public List<VocabularyWord> Terms(Predicate<Candidate> condition)
    {
        bool IsTerm(Candidate candidate) => candidate.Count > 0 && condition(candidate);
        bool[] needed = new bool[_words.Count];
        for (int i = 0; i < needed.Length; i++)
        {
            needed[i] = IsTerm(_wordCandidates[i]);
        }

        for (int i = 0; i < _nGrams.Count; i++)
        {
            if (IsTerm(_nGramCandidates[i]))
            {
                _nGrams.All[i].Mark(needed);
            }
        }

        string[] words = DecodeWords(needed);
        List<VocabularyWord> terms = new();
        for (int i = 0; i < words.Length; i++)
        {
            if (IsTerm(_wordCandidates[i]))
            {
                terms.Add(_wordCandidates[i].ToWord(words[i]));
            }
        }

        for (int i = 0; i < _nGrams.Count; i++)
        {
            if (IsTerm(_nGramCandidates[i]))
            {
                terms.Add(_nGramCandidates[i].ToWord(_nGrams.All[i].ToString(words)));
            }
        }

        return terms;
    }

    private void Add(ref Candidate candidate, TermCount added)
    {
        TermCount += added.Count;
        if (added.Count > 0 && candidate.Add(added, MaxUndercount))
        {
            Count++;
        }
    }

    private void Drop(int maxKept)
    {
        MaxUndercount = Threshold(maxKept, c => c.Count + c.MaxMissed);
        bool[] words = DropRare(_wordCandidates, _words.Count);
        bool[] nGrams = DropRare(_nGramCandidates, _nGrams.Count);
        Count = words.Count(kept => kept) + nGrams.Count(kept => kept);
        for (int i = 0; i < nGrams.Length; i++)
        {
            if (nGrams[i])
            {
                _nGrams.All[i].Mark(words);
            }
        }

        int[] numbers = new int[nGrams.Length == 0 ? 0 : words.Length];
        for (int i = 1; i < numbers.Length; i++)
        {
            numbers[i] = numbers[i - 1] + (words[i - 1] ? 1 : 0);
        }

        _words.Keep(words);
        _wordCandidates.Keep(words);
        _nGrams.Keep(nGrams, numbers);
        _nGramCandidates.Keep(nGrams);
    }

    private int CountAbove(long threshold, Func<Candidate, long> value)
    {
        int count = 0;
        for (int i = 0; i < _words.Count; i++)
        {
            count += _wordCandidates[i].Count > 0 && value(_wordCandidates[i]) > threshold ? 1 : 0;
        }

        for (int i = 0; i < _nGrams.Count; i++)
        {
            count += _nGramCandidates[i].Count > 0 && value(_nGramCandidates[i]) > threshold ? 1 : 0;
        }

        return count;
    }

    // Removes the terms whose c + m is at most MaxUndercount; returns for each term whether it was kept.
    private bool[] DropRare(TermValues<Candidate> candidates, int count)
    {
        bool[] kept = new bool[count];
        for (int i = 0; i < count; i++)
        {
            kept[i] = candidates[i].Count > 0 && candidates[i].Count + candidates[i].MaxMissed > MaxUndercount;
            if (!kept[i])
            {
                candidates[i] = default;
            }
        }

        return kept;
    }

    private string[] DecodeWords(bool[] needed)
    {
        string[] texts = new string[needed.Length];
        int word = 0;
        foreach (ReadOnlySpan<byte> bytes in _words)
        {
            texts[word] = needed[word] ? Encoding.UTF8.GetString(bytes) : "";
            word++;
        }

        return texts;
    }
}
