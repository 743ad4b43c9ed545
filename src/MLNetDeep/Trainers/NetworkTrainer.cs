using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep.Neural;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Trainers;

/// <summary>
/// Trains a network on a feature column and a label column, for multiclass classification, binary classification or regression.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>features (input)</term><description>vector of <see cref="float"/> or <see cref="byte"/> of known size; the planes of a picture
/// are put in the order of the network. For a network that begins with <see cref="Embedding"/>, a vector of keys, such as WordIndices
/// makes, or of integers. Its size may vary: each row is a sequence with its own length, and may be empty</description></item>
/// <item><term>label (input)</term><description>multiclass: key, or vector of <see cref="float"/> from OneHotLabel; binary:
/// <see cref="bool"/>; regression: <see cref="float"/></description></item>
/// <item><term>example weight (input, optional)</term><description><see cref="float"/>, at least 0</description></item>
/// <item><term>PredictedLabel (output, classification)</term><description>multiclass: the key of the highest score, the first on ties;
/// binary: <see cref="bool"/>, whether the score is above 0</description></item>
/// <item><term>Score (output)</term><description>multiclass: vector of <see cref="float"/>, one probability per class, summing to 1;
/// binary: <see cref="float"/>, the logit; regression: <see cref="float"/>, the predicted number</description></item>
/// <item><term>Probability (output, binary)</term><description><see cref="float"/>: the sigmoid of the score, 1 / (1 +
/// e^-score)</description></item>
/// </list>
/// <para>Features and regression labels may have any unit: they are standardized for the training, and the trained network takes and
/// predicts them as they are. The data are read once and kept in memory, unless <see cref="NeuralTrainerOptions.StreamingPoolSize"/> is
/// set. The same seed yields bitwise identical weights on any number of threads.</para>
/// </remarks>
public sealed class NetworkTrainer : IEstimator<NetworkTransformer>
{
    private readonly IHost _host;
    private readonly NetworkTask _task;
    private readonly NeuralTrainerOptions _options;
    private readonly NetworkArchitecture _architecture;

    internal NetworkTrainer(IHostEnvironment env, string name, NetworkTask task, NeuralTrainerOptions options, NetworkArchitecture architecture)
    {
        ArgumentNullException.ThrowIfNull(options);
        _host = env.Register(name);
        _task = task;
        _options = options;
        _architecture = architecture;
    }

    private NetworkTrainer(NetworkTrainer trainer, NeuralTrainerOptions options)
    {
        _host = trainer._host;
        _task = trainer._task;
        _options = options;
        _architecture = trainer._architecture;
    }

    /// <summary>Trains the network on all rows of <paramref name="input"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are no usable rows, a row's vector has the wrong length, the network or the loss does not fit the task or the columns, the
    /// validation data have different classes, the memory is too small for the network that the features and classes need, or the MLContext
    /// asks for a GPU that is not there and does not fall back to the CPU.
    /// </exception>
    /// <exception cref="NotSupportedException">The backend does not support a layer, the loss or the optimizer.</exception>
    /// <exception cref="DeviceMemoryException">The backend's device has too little memory.</exception>
    /// <exception cref="TrainingDivergedException">
    /// The loss or the weights became infinite or NaN. With <see cref="EarlyStopping.RestoreBestWeights"/>, and after an epoch with finite
    /// results, the model has the best weights instead, and the log has a warning.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// The training was cancelled, by <see cref="NeuralTrainerOptions.Cancellation"/> or with the execution of the MLContext.
    /// </exception>
    public NetworkTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        RowColumns columns = RowColumns.Find(input.Schema, _task, _options, _architecture.InputKind);
        columns.Label.CheckClasses(input);
        using IChannel channel = _options.Distribution.IsFirst() ? _host.Start("Training") : new QuietChannel();
        NeuralTrainerOptions options = _options with { Backend = HostDevice.Choose(_options.Backend, _host, channel) };
        NetworkSpec spec = CreateSpec(columns, options, input.GetRowCount());
        columns = columns.For(spec);
        _task.Check(spec, options.Loss ?? _task.DefaultLoss);
        FitRunner runner = new(spec, _task, options, _host, channel);
        try
        {
            (Network network, TrainingHistory history) = HostCancellation.Run(_host, () => runner.Run(input, columns, () => _host.Rand.Next()));
            return new NetworkTransformer(_task, network, columns.Features.Name, columns.Label.Values, history, hasPlanes: columns.Planes > 1)
            {
                Host = _host,
            };
        }
        catch (OutOfMemoryException e)
        {
            throw NetworkMemory.RanOut(spec, columns, e);
        }
    }

    /// <summary>Trains the network on all rows of <paramref name="input"/>, going on from an earlier model.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="initialModel">The model; see <see cref="NeuralTrainerOptions.InitialModel"/>. It is not changed.</param>
    /// <exception cref="ArgumentException">The model has no network transformer.</exception>
    /// <exception cref="InvalidOperationException">The model does not fit the trainer or the data; see also <see cref="Fit(IDataView)"/>.</exception>
    public NetworkTransformer Fit(IDataView input, ITransformer initialModel)
    {
        ArgumentNullException.ThrowIfNull(initialModel);
        return With(_options with { InitialModel = initialModel, InitialNetwork = null, PretrainedWeights = null }).Fit(input);
    }

    /// <summary>Trains the network on all rows of <paramref name="input"/>, going on from the weights of an earlier network.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="initialNetwork">The network; see <see cref="NeuralTrainerOptions.InitialNetwork"/>. It is not changed.</param>
    /// <exception cref="InvalidOperationException">
    /// The network has another shape than the one to train; see also <see cref="Fit(IDataView)"/>.
    /// </exception>
    public NetworkTransformer Fit(IDataView input, Network initialNetwork)
    {
        ArgumentNullException.ThrowIfNull(initialNetwork);
        return With(_options with { InitialModel = null, InitialNetwork = initialNetwork, PretrainedWeights = null }).Fit(input);
    }

    /// <summary>Returns the input shape with the columns that the trained network adds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        if (_architecture.InputKind == FeatureKind.Indices)
        {
            IndexColumn.Check(inputSchema, _options.FeatureColumnName);
        }
        else
        {
            FeatureColumn.Check(inputSchema, _options.FeatureColumnName);
        }

        FeatureColumn.CheckWeight(inputSchema, _options.ExampleWeightColumnName);
        return _task.AddColumns(inputSchema, _options.LabelColumnName);
    }

    private NetworkSpec CreateSpec(RowColumns columns, NeuralTrainerOptions options, long? rows)
    {
        try
        {
            NetworkSpec spec = _architecture.For(columns.FeatureShape, columns.Label.OutputCount);
            columns.Indices?.Check(spec);
            NetworkMemory.Check(spec, columns, options, rows);
            return spec;
        }
        catch (ArgumentException e)
        {
            throw new InvalidOperationException(
                $"There is no network for the {columns.FeatureText} of column '{columns.Features.Name}' and the "
                + $"{columns.Label.OutputCount} outputs that label column '{columns.Label.Column.Name}' needs: {e.MessageWithoutParameter()}",
                e);
        }
    }

    private NetworkTrainer With(NeuralTrainerOptions options) => new(this, options);
}
