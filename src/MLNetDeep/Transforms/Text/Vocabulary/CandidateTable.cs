using System.Runtime.InteropServices;
using System.Text;

namespace MLNetDeep.Transforms;

/// <summary>
/// The terms that have been seen, with their counts. Where there are more than a bound, the rarest are dropped, until at
/// most half of the bound are left; so too where their words take more than <see cref="MeanLength"/> bytes for each of the bound.
/// </summary>
/// <remarks>
/// Lossy counting after Manku and Motwani (2002), with the moment of pruning set by the size of the table. Each term has a
/// count c since it was last taken up and a bound m on what it had before. Let E be the largest c + m that has been dropped,
/// and N the number of terms in the texts, repetitions included. A term that is taken up gets m = E: had it been more frequent
/// before, it would not have been dropped. So its true count is at least c and at most c + m, and
/// <list type="bullet">
/// <item>no count falls short by more than E;</item>
/// <item>every term whose true count is above E is in the table;</item>
/// <item>E is at most 2N / bound, unless words are that long: a prune that raises E by r leaves or reaches more than bound / 2
/// terms with c + m no less than the new E; the sum of c + m - E over the table, which grows by 1 with each of the N terms,
/// falls by r for each of them.</item>
/// </list>
/// What is dropped depends on counts alone, so that the order in which terms were taken up does not matter. N-grams are kept
/// by the numbers of their words; a word stays in the table as long as it or an n-gram with it is a candidate.
/// </remarks>
internal sealed class CandidateTable(int bound)
{
    /// <summary>How many bytes the words may take on average where there are as many as the bound.</summary>
    public const int MeanLength = 64;

    // For words that are long, in a table for few.
    private const long LeastMaxLength = 1 << 20;

    private readonly long _maxLength = Math.Max(LeastMaxLength, Math.Min((long)MeanLength * bound, Array.MaxLength / 2));
    private readonly TermTable _words = new();
    private readonly NGramTable _nGrams = new();
    private readonly TermValues<Candidate> _wordCandidates = new();
    private readonly TermValues<Candidate> _nGramCandidates = new();
    private int[] _numbers = [];

    /// <summary>E: by how much a count may fall short; 0 as long as nothing was dropped.</summary>
    public long MaxUndercount { get; private set; }

    /// <summary>N: the number of terms in the texts, repetitions included.</summary>
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
            Add(ref _nGramCandidates[_nGrams.Add(chunk.NGrams.All[i].By(_numbers))], chunk.CountOfNGram(i));
        }

        if (Count > bound)
        {
            Drop(leaving: bound / 2);
        }

        if (_words.Length > _maxLength)
        {
            while (_words.Length > _maxLength / 2)
            {
                Drop(leaving: Count / 2);
            }
        }
    }

    /// <summary>The smallest value, from 0, that no more than <paramref name="most"/> terms are above.</summary>
    /// <remarks>It is closed in on, not sorted for: that takes no memory, and few steps, for most terms are rare.</remarks>
    public long Threshold(int most, Func<Candidate, long> value)
    {
        long low = 0;
        long step = 1;
        while (CountAbove(low + step - 1, value) > most)
        {
            low += step;
            step *= 2;
        }
        long high = low + step - 1;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (CountAbove(middle, value) > most)
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

    /// <summary>The terms whose counts meet a condition.</summary>
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

        string[] words = Texts(needed);
        List<VocabularyWord> terms = new();
        for (int i = 0; i < words.Length; i++)
        {
            if (IsTerm(_wordCandidates[i]))
            {
                terms.Add(_wordCandidates[i].As(words[i]));
            }
        }
        for (int i = 0; i < _nGrams.Count; i++)
        {
            if (IsTerm(_nGramCandidates[i]))
            {
                terms.Add(_nGramCandidates[i].As(_nGrams.All[i].ToString(words)));
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

    private void Drop(int leaving)
    {
        MaxUndercount = Threshold(leaving, c => c.Count + c.Missed);
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

    // Which terms are frequent enough; the others are no candidates any more.
    private bool[] DropRare(TermValues<Candidate> candidates, int count)
    {
        bool[] kept = new bool[count];
        for (int i = 0; i < count; i++)
        {
            kept[i] = candidates[i].Count > 0 && candidates[i].Count + candidates[i].Missed > MaxUndercount;
            if (!kept[i])
            {
                candidates[i] = default;
            }
        }
        return kept;
    }

    private string[] Texts(bool[] needed)
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
