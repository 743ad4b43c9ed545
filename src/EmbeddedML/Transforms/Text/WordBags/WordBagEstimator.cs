using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Splits texts into words, and learns which runs of neighbouring words, n-grams, there are; each gets a slot.</summary>
public sealed class WordBagEstimator : IEstimator<ITransformer>
{
    private const string RegistrationName = "WordBagTransform";
    private const string ExtractorRegistrationName = "NgramExtractor";

    private readonly IHost _host;
    private readonly string _outputColumnName;
    private readonly string[] _inputColumnNames;
    private readonly Func<NgramOptions> _options;
    private readonly int _maximumNumberOfWords;
    private readonly (char TermSeparator, char FrequencySeparator)? _separators;

    internal WordBagEstimator(
        IHostEnvironment env,
        string outputColumnName,
        string[] inputColumnNames,
        Func<NgramOptions> options,
        int maximumNumberOfWords,
        (char TermSeparator, char FrequencySeparator)? separators = null)
    {
        ArgumentNullException.ThrowIfNull(env);
        _host = env.Register(nameof(WordBagEstimator));
        if (inputColumnNames is not { Length: > 0 })
            throw new ArgumentOutOfRangeException(nameof(inputColumnNames), "At least one input column is needed.");
        ArgumentNullException.ThrowIfNull(outputColumnName);
        _outputColumnName = outputColumnName;
        _inputColumnNames = inputColumnNames;
        _options = options;
        _maximumNumberOfWords = maximumNumberOfWords;
        // The character zero says that there are no frequencies.
        _separators = separators?.FrequencySeparator == default(char) ? null : separators;
    }

    /// <summary>Learns the words and the n-grams.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or an input column is missing or not one of texts.</exception>
    public ITransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return MakeChain(SchemaShape.Create(input.Schema)).Fit(input);
    }

    /// <summary>The shape with the column of n-grams.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or an input column is missing or not one of texts.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return MakeChain(inputSchema).GetOutputSchema(inputSchema);
    }

    private IEstimator<ITransformer> MakeChain(SchemaShape inputSchema)
    {
        IHost host = _host.Register(RegistrationName);
        ColumnErrors.CheckName(_outputColumnName, "outputColumnName");
        foreach (string name in _inputColumnNames)
            ColumnErrors.CheckName(name, "inputColumnNames");

        IEstimator<ITransformer> chain = new EstimatorChain<ITransformer>();
        string texts = _inputColumnNames[0];
        if (_inputColumnNames.Length > 1)
        {
            texts = _outputColumnName;
            chain = new EstimatorChain<ITransformer>().Append<ITransformer>(new ColumnConcatenatingEstimator(host, _outputColumnName, _inputColumnNames));
        }
        if (_separators is var (termSeparator, frequencySeparator))
            chain = chain.Append(new TextExpandingEstimator(host, texts, frequencySeparator, termSeparator));
        chain = chain.Append(new WordTokenizingEstimator(host, new InputOutputColumnPair(_outputColumnName, texts)));
        return chain.Append(MakeExtractor(host, chain.GetOutputSchema(inputSchema)));
    }

    private EstimatorChain<ITransformer> MakeExtractor(IHost host, SchemaShape inputSchema)
    {
        IHost extractorHost = host.Register(ExtractorRegistrationName);
        var chain = new EstimatorChain<ITransformer>();
        if (inputSchema.FindInput(_outputColumnName).ItemType is TextDataViewType)
        {
            var words = new ValueToKeyMappingEstimator.ColumnOptions(_outputColumnName, maximumNumberOfKeys: _maximumNumberOfWords);
            chain = chain.Append<ITransformer>(new ValueToKeyMappingEstimator(extractorHost, [words]));
        }
        return chain.Append<ITransformer>(new NgramExtractingEstimator(host, new InputOutputColumnPair(_outputColumnName), _options()));
    }

    /// <summary>Options for counting n-grams.</summary>
    public class Options
    {
        /// <summary>The most words in an n-gram.</summary>
        public int NgramLength;

        /// <summary>How many words may be left out between the first and the last of an n-gram.</summary>
        public int SkipLength;

        /// <summary>Whether shorter n-grams are wanted too.</summary>
        public bool UseAllLengths;

        /// <summary>The most n-grams that are learned: for each length, from 1; the last also for all longer.</summary>
        public int[] MaximumNgramsCount;

        /// <summary>What the slot of an n-gram holds.</summary>
        public NgramExtractingEstimator.WeightingCriteria Weighting;

        /// <summary>Makes the options with their defaults: n-grams of one and two words, counted.</summary>
        public Options()
        {
            NgramLength = NgramExtractingEstimator.DefaultNgramLength;
            UseAllLengths = true;
            MaximumNgramsCount = [NgramExtractingEstimator.DefaultMaximumNgramsCount];
        }
    }
}
