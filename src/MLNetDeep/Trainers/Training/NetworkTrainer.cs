using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Trains a network on a column of features and a column of labels. The base of all trainers here.</summary>
/// <typeparam name="TTransformer">What a fit gives: the trained network as a transformer.</typeparam>
public abstract class NetworkTrainer<TTransformer> : IEstimator<TTransformer>
    where TTransformer : ITransformer
{
    private readonly IHost _host;
    private readonly NeuralTrainerOptions _options;
    private readonly NetworkArchitecture _architecture;

    private protected NetworkTrainer(IHostEnvironment env, string name, NeuralTrainerOptions options, NetworkArchitecture architecture)
    {
        ArgumentNullException.ThrowIfNull(options);
        _host = env.Register(name);
        _options = options;
        _architecture = architecture;
    }

    /// <summary>Trains the network on all rows of <paramref name="input"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    /// <exception cref="InvalidOperationException">There is no row to train with, or the network does not fit the columns.</exception>
    /// <exception cref="TrainingDivergedException">The loss became infinite or NaN.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public TTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        LabelColumn label = FindLabel(input.Schema, _options.LabelColumnName);
        TrainingColumns columns = new(
            FeatureColumn.Find(input.Schema, _options.FeatureColumnName),
            label,
            FeatureColumn.FindWeight(input.Schema, _options.ExampleWeightColumnName));

        using IChannel channel = _host.Start("Training");
        NetworkSpec spec = _architecture.For(columns.FeatureCount, label.OutputCount);
        NetworkTraining training = new(spec, Loss, _options, channel);
        (Network network, TrainingHistory history) = training.Run(input, columns, () => _host.Rand.Next());
        return CreateTransformer(network, columns.Features.Name, label, history);
    }

    /// <summary>The shape of the input with the columns that the trained network adds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        FeatureColumn.Check(inputSchema, _options.FeatureColumnName);
        FeatureColumn.CheckWeight(inputSchema, _options.ExampleWeightColumnName);
        return AddColumns(inputSchema, _options.LabelColumnName);
    }

    /// <summary>What the training minimises.</summary>
    private protected abstract LossSpec Loss { get; }

    private protected abstract LabelColumn FindLabel(DataViewSchema schema, string name);

    private protected abstract SchemaShape AddColumns(SchemaShape inputSchema, string labelName);

    private protected abstract TTransformer CreateTransformer(Network network, string featureColumnName, LabelColumn label, TrainingHistory history);
}
