using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Rows;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Reports;

/// <summary>Computes how much words contribute to the logit of a binary network over a bag of words.</summary>
/// <remarks>
/// <para>
/// The logit z(x) is ln(p / (1 − p)), where p is the probability of true and x has a value for each word. The contribution of a word to a
/// text (<see cref="Explain"/>) is z(x) − z(x with this word's value set to 0). The contribution of a word alone (<see cref="Rank"/>) is
/// z(v) − z(0), where v has only this word's value.
/// </para>
/// <para>
/// Without hidden layers both are the word's weight times its value, and the contributions of a text add up to z(x) − z(0). With hidden
/// layers they depend on the other words of the text and do not add up: two words of the same meaning may each contribute little, because
/// the other one remains.
/// </para>
/// <para>Instances are not thread-safe.</para>
/// </remarks>
public sealed class WordContributions : IDisposable
{
    private readonly Predictor _predictor;
    private readonly string? _featureColumn;

    /// <summary>Creates the contributions of a network.</summary>
    /// <param name="network">A network with one output, whose activation is sigmoid. Its input is a bag of words.</param>
    /// <param name="words">The word or n-gram of each input.</param>
    /// <exception cref="ArgumentException">
    /// The network has several outputs or takes indices, or the number of words is not that of its inputs.
    /// </exception>
    public WordContributions(Network network, IEnumerable<string> words)
        : this(network, words, featureColumn: null)
    {
    }

    private WordContributions(Network network, IEnumerable<string> words, string? featureColumn)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(words);
        Words = [.. words];
        if (network.Spec.OutputSize != 1 || network.Spec.InputKind == FeatureKind.Indices)
        {
            throw new ArgumentException(
                $"The network has {network.Spec.OutputSize} outputs and takes {network.Spec.InputKind}; accepted: 1 output, and numbers.",
                nameof(network));
        }

        if (Words.Length != network.Spec.InputSize)
        {
            throw new ArgumentException(
                $"There are {Words.Length} words for {network.Spec.InputSize} inputs; accepted: one for each.", nameof(words));
        }

        _predictor = network.CreatePredictor(logits: true);
        _featureColumn = featureColumn;
    }

    /// <summary>The word or n-gram of each input.</summary>
    public ImmutableArray<string> Words { get; }

    /// <summary>Finds the network of a model and the words of its inputs: the slot names of its feature column.</summary>
    /// <param name="model">The model. Its last network is used.</param>
    /// <param name="scored">The rows that the model scored.</param>
    /// <returns>
    /// The contributions; null if the model has no network of one sigmoid output, or its feature column in <paramref name="scored"/> has
    /// no slot names, as that of a bag of words has.
    /// </returns>
    public static WordContributions? Find(ITransformer model, IDataView scored)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(scored);
        return NetworkTransformer.Find(model) is { } part
            && part.Model.Spec is { InputKind: FeatureKind.Numbers, OutputSize: 1, OutputActivation: Sigmoid } spec
            && scored.Schema.GetColumnOrNull(part.FeatureColumnName) is { Type: VectorDataViewType type } column
            && type.ItemType == NumberDataViewType.Single && type.Size == spec.InputSize
            && LabelValues.FromColumn(column) is { ItemType: TextDataViewType } names
            ? new WordContributions(part.Model, names.ToTexts(), part.FeatureColumnName)
            : null;
    }

    /// <summary>
    /// Finds the network and the words of a model of texts: one with a bag of words, or one whose user says which column has the texts.
    /// Names of inputs alone do not make words: the columns of a table have names too.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="scored">The rows that the model scored.</param>
    /// <param name="textColumn">The column with the texts; null if the user names none.</param>
    /// <returns>See <see cref="Find"/>.</returns>
    internal static WordContributions? FindForTexts(ITransformer model, IDataView scored, string? textColumn)
    {
        string? features = NetworkTransformer.Find(model)?.FeatureColumnName;
        return textColumn is not null || Parts(model).Any(part => part is BagOfWordsTransformer bag && bag.OutputColumnName == features)
            ? Find(model, scored)
            : null;
    }

    /// <summary>Computes the contribution of each word of a text; see the remarks of the class.</summary>
    /// <param name="inputs">The inputs that are not 0, ascending.</param>
    /// <param name="values">The value of each of these inputs.</param>
    /// <returns>The contributions in descending order of absolute value.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or the inputs do not ascend or are out of range.</exception>
    public IReadOnlyList<WordContribution> Explain(ReadOnlySpan<int> inputs, ReadOnlySpan<float> values)
    {
        double logit = ComputeLogit(inputs, values);
        float[] changed = [.. values];
        WordContribution[] contributions = new WordContribution[inputs.Length];
        for (int i = 0; i < contributions.Length; i++)
        {
            // For the network, a value of 0 is the same as an absent word.
            changed[i] = 0;
            contributions[i] = new WordContribution(Words[inputs[i]], logit - ComputeLogit(inputs, changed));
            changed[i] = values[i];
        }

        return [.. contributions.OrderByDescending(c => Math.Abs(c.Logit)).ThenBy(c => c.Word, StringComparer.Ordinal)];
    }

    /// <summary>Computes the contribution of each word to an empty text; see the remarks of the class.</summary>
    /// <param name="values">The value of each input in a text of only this word. Words with the value 0 are left out.</param>
    /// <returns>The words in descending order of contribution, from the most positive to the most negative.</returns>
    /// <exception cref="ArgumentException">The number of values is not that of the inputs.</exception>
    public IReadOnlyList<WordContribution> Rank(ReadOnlySpan<float> values)
    {
        if (values.Length != Words.Length)
        {
            throw new ArgumentException(
                $"There are {values.Length} values for {Words.Length} words; accepted: one for each.", nameof(values));
        }

        double emptyLogit = ComputeLogit([], []);
        List<WordContribution> ranked = [];
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] != 0)
            {
                ranked.Add(new WordContribution(Words[i], ComputeLogit([i], [values[i]]) - emptyLogit));
            }
        }

        return [.. ranked.OrderByDescending(c => c.Logit).ThenBy(c => c.Word, StringComparer.Ordinal)];
    }

    /// <summary>
    /// Computes the contribution to an empty text of each word that occurs often enough in the scored rows, with the mean of its values in
    /// them.
    /// </summary>
    /// <param name="scored">The rows that the model scored.</param>
    /// <returns>The words in descending order of contribution.</returns>
    internal IReadOnlyList<WordContribution> RankWordsOf(IDataView scored)
    {
        // The weights of rarer words are mostly chance.
        const int MinTexts = 3, MinTextDivisor = 200;
        double[] sums = new double[Words.Length];
        long[] counts = new long[Words.Length];
        long rows = 0;
        DataViewSchema.Column column = scored.Schema[_featureColumn!];
        using DataViewRowCursor cursor = scored.GetRowCursor([column]);
        VectorReader<float> features = new(cursor, column);
        while (cursor.MoveNext())
        {
            rows++;
            foreach ((int input, float value) in features.Read().Items())
            {
                sums[input] += value;
                counts[input] += value == 0 ? 0 : 1;
            }
        }

        long least = Math.Max(MinTexts, rows / MinTextDivisor);
        float[] values = new float[Words.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = counts[i] < least ? 0 : (float)(sums[i] / counts[i]);
        }

        return Rank(values);
    }

    /// <summary>Releases the memory that the network's backend holds; has no effect on the CPU.</summary>
    public void Dispose() => _predictor.Dispose();

    private static IEnumerable<ITransformer> Parts(ITransformer model) =>
        model is IEnumerable<ITransformer> chain ? chain.SelectMany(Parts) : [model];

    private double ComputeLogit(ReadOnlySpan<int> inputs, ReadOnlySpan<float> values)
    {
        float logit = 0;
        _predictor.Predict(inputs, values, new Span<float>(ref logit));
        return logit;
    }
}
