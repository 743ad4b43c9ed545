using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Trains a network that tells yes from no: one unit with a sigmoid, binary cross-entropy.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>features (input)</term><description>vector of <see cref="float"/> of known size</description></item>
/// <item><term>label (input)</term><description><see cref="bool"/></description></item>
/// <item><term>example weight (input, optional)</term><description><see cref="float"/>, at least 0</description></item>
/// <item><term>PredictedLabel (output)</term><description><see cref="bool"/>: whether the score is above 0</description></item>
/// <item><term>Score (output)</term><description><see cref="float"/>: the logit</description></item>
/// <item><term>Probability (output)</term><description><see cref="float"/>: the sigmoid of the score, 1 / (1 + e^-score)</description></item>
/// </list>
/// <para>The data are read once and kept in memory. The same seed gives the same weights, bit for bit, whatever the number of threads.</para>
/// </remarks>
public sealed class BinaryNetworkTrainer : NetworkTrainer<BinaryNetworkTransformer>
{
    internal BinaryNetworkTrainer(IHostEnvironment env, string name, NeuralTrainerOptions options, NetworkArchitecture architecture)
        : base(env, name, options, architecture)
    {
    }

    private protected override LossSpec Loss => new BinaryCrossEntropy();

    private protected override LabelColumn FindLabel(DataViewSchema schema, string name) => BinaryLabel.Find(schema, name);

    private protected override SchemaShape AddColumns(SchemaShape inputSchema, string labelName)
    {
        BinaryLabel.Check(inputSchema, labelName);
        return BinaryColumns.AddTo(inputSchema);
    }

    private protected override BinaryNetworkTransformer CreateTransformer(
        Network network, string featureColumnName, LabelColumn label, TrainingHistory history) =>
        new(network, featureColumnName, history);
}
