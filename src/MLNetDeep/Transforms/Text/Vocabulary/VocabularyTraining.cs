using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLNetDeep.Transforms;

/// <summary>
/// Learns a vocabulary in one pass over the data. The calling thread reads the texts, other threads count the terms of chunks of
/// texts, and the calling thread adds up the counts in chunk order. So the result is the same with any number of threads.
/// </summary>
internal sealed class VocabularyTraining
{
    private const int MaxThreadsPerProcessor = 4;

    private readonly IHost _host;
    private readonly VocabularyOptions _options;
    private readonly TokenizerSettings _settings;
    private readonly NGramRange _nGrams;
    private readonly int _threads;
    private readonly CandidateTable _candidates;
    private readonly Queue<(TextChunk Chunk, Task Counted)> _running = [];
    private readonly Stack<TextChunk> _free = [];
    private long _textCount;

    private VocabularyTraining(IHost host, VocabularyOptions options, NGramRange nGrams)
    {
        _host = host;
        _options = options;
        _settings = TokenizerSettings.Of(options);
        _nGrams = nGrams;
        _threads = Math.Min(options.Threads ?? Environment.ProcessorCount, MaxThreadsPerProcessor * Environment.ProcessorCount);
        _candidates = new CandidateTable(options.MaxCandidates);
    }

    /// <summary>Learns a vocabulary from a column.</summary>
    /// <param name="host">The host whose cancellation ends the pass.</param>
    /// <param name="channel">The channel that logs the result.</param>
    /// <param name="input">The rows.</param>
    /// <param name="column">The text column.</param>
    /// <param name="options">How texts are tokenized, and the limits of the vocabulary.</param>
    /// <param name="nGrams">The lengths of the n-grams to count.</param>
    /// <param name="reserved">A word, in tokenized form, that must not be in the vocabulary; null for none.</param>
    /// <exception cref="InvalidOperationException">No word is within the limits.</exception>
    /// <exception cref="OperationCanceledException">
    /// <see cref="VocabularyOptions.Cancellation"/> or the execution of the MLContext was cancelled.
    /// </exception>
    public static TextVocabulary Learn(
        IHost host, IChannel channel, IDataView input, DataViewSchema.Column column, VocabularyOptions options, NGramRange nGrams, string? reserved = null)
    {
        VocabularyTraining training = new(host, options, nGrams);
        HostCancellation.Run(host, () => training.Read(input, column));
        TextVocabulary vocabulary = training.ChooseWords(column.Name, reserved);
        training.Log(channel, vocabulary);
        return vocabulary;
    }

    // Returns the number of texts.
    private long Read(IDataView input, DataViewSchema.Column column)
    {
        using DataViewRowCursor cursor = input.GetRowCursor([column]);
        ValueGetter<ReadOnlyMemory<char>> getText = cursor.GetGetter<ReadOnlyMemory<char>>(column);
        TextChunk chunk = NewChunk();
        while (cursor.MoveNext())
        {
            HostCancellation.ThrowIfCancelled(_host);
            _options.Cancellation.ThrowIfCancellationRequested();
            ReadOnlyMemory<char> text = default;
            getText(ref text);
            chunk.Add(text.Span);
            if (chunk.IsFull)
            {
                Start(chunk);
                chunk = NewChunk();
            }
        }

        _options.Cancellation.ThrowIfCancellationRequested();
        Start(chunk);
        while (_running.Count > 0)
        {
            AddOldest();
        }

        return _textCount;
    }

    private TextChunk NewChunk() => _free.TryPop(out TextChunk? chunk) ? chunk : new TextChunk(_settings, _nGrams);

    private void Start(TextChunk chunk)
    {
        if (_threads == 1)
        {
            chunk.Count();
            _running.Enqueue((chunk, Task.CompletedTask));
        }
        else
        {
            _running.Enqueue((chunk, Task.Run(chunk.Count)));
        }

        while (_running.Count >= _threads)
        {
            AddOldest();
        }
    }

    private void AddOldest()
    {
        (TextChunk chunk, Task counted) = _running.Dequeue();
        counted.GetAwaiter().GetResult();
        _candidates.Add(chunk);
        _textCount += chunk.TextCount;
        chunk.Clear();
        _free.Push(chunk);
    }

    private void Log(IChannel channel, TextVocabulary vocabulary)
    {
        channel.Info(
            MessageSensitivity.None, "Read {0} texts with {1} terms; the vocabulary has {2}, each with a count of at least {3}.",
            _textCount, _candidates.TermCount, vocabulary.Count, vocabulary[vocabulary.Count - 1].Count);
        if (vocabulary.MaxUndercount > 0)
        {
            channel.Warning(
                MessageSensitivity.None, "There were more than {0} different terms; rare ones were dropped, and counts may be too low by up to {1}.",
                _options.MaxCandidates, vocabulary.MaxUndercount);
        }
    }

    private TextVocabulary ChooseWords(string columnName, string? reserved)
    {
        HashSet<string> ignored = _settings.Normalize(_options.IgnoredWords);
        if (reserved is not null)
        {
            ignored.Add(reserved);
        }

        long Rank(Candidate c) => c.Count >= _options.MinCount && c.TextCount / (double)_textCount <= _options.MaxTextShare ? c.Count : 0;

        // Decoding a term into a string is costly, so only terms that are frequent enough for the vocabulary are decoded.
        long minRank = Math.Max(1, _candidates.Threshold((int)Math.Min(int.MaxValue, (long)_options.MaxWords + ignored.Count), Rank));
        VocabularyWord[] words = _candidates.Terms(c => Rank(c) >= minRank)
            .Where(w => !ignored.Contains(w.Word))
            .OrderByDescending(w => w.Count)
            .ThenBy(w => w.Word, StringComparer.Ordinal)
            .Take(_options.MaxWords)
            .ToArray();
        if (words.Length == 0)
        {
            throw new InvalidOperationException(
                $"There is no word to learn in the {_textCount} texts of column '{columnName}': none of the {_candidates.Count} distinct terms is within the limits of the options.");
        }

        return new TextVocabulary(words, _textCount, _candidates.MaxUndercount);
    }
}
