using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Trains a network that predicts a number: one linear unit, mean squared error.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>features (input)</term><description>vector of <see cref="float"/> of known size</description></item>
/// <item><term>label (input)</term><description><see cref="float"/></description></item>
/// <item><term>example weight (input, optional)</term><description><see cref="float"/>, at least 0</description></item>
/// <item><term>Score (output)</term><description><see cref="float"/>: the predicted number</description></item>
/// </list>
/// <para>Features and labels near -1..1 train best. The data are read once and kept in memory. The same seed gives the same weights,
/// bit for bit, whatever the number of threads.</para>
/// </remarks>
public sealed class RegressionNetworkTrainer : NetworkTrainer<RegressionNetworkTransformer>
{
    internal RegressionNetworkTrainer(IHostEnvironment env, string name, NeuralTrainerOptions options, NetworkArchitecture architecture)
        : base(env, name, options, architecture)
    {
    }

    private protected override LossSpec Loss => new MeanSquaredError();

    private protected override LabelColumn FindLabel(DataViewSchema schema, string name) => NumberLabel.Find(schema, name);

    private protected override SchemaShape AddColumns(SchemaShape inputSchema, string labelName)
    {
        NumberLabel.Check(inputSchema, labelName);
        return RegressionColumns.AddTo(inputSchema);
    }

    private protected override RegressionNetworkTransformer CreateTransformer(
        Network network, string featureColumnName, LabelColumn label, TrainingHistory history) =>
        new(network, featureColumnName, history);
}
