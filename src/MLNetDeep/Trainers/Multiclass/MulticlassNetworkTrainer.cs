using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Trains a network that tells several classes apart: softmax over the classes, categorical cross-entropy.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>features (input)</term><description>vector of <see cref="float"/> of known size</description></item>
/// <item><term>label (input)</term><description>key, or vector of <see cref="float"/> from OneHotLabel</description></item>
/// <item><term>example weight (input, optional)</term><description><see cref="float"/>, at least 0</description></item>
/// <item><term>PredictedLabel (output)</term><description>key: the class of the highest score, the first of equal ones</description></item>
/// <item><term>Score (output)</term><description>vector of <see cref="float"/>: a probability for each class, summing to 1</description></item>
/// </list>
/// <para>Features near 0..1 or -1..1 train best. The data are read once and kept in memory. The same seed gives the same
/// weights, bit for bit, whatever the number of threads.</para>
/// </remarks>
public sealed class MulticlassNetworkTrainer : NetworkTrainer<MulticlassNetworkTransformer>
{
    internal MulticlassNetworkTrainer(IHostEnvironment env, string name, NeuralTrainerOptions options, NetworkArchitecture architecture)
        : base(env, name, options, architecture)
    {
    }

    private protected override LossSpec Loss => new CategoricalCrossEntropy();

    private protected override LabelColumn FindLabel(DataViewSchema schema, string name) => ClassLabel.Find(schema, name);

    private protected override SchemaShape AddColumns(SchemaShape inputSchema, string labelName) =>
        MulticlassColumns.AddTo(inputSchema, ClassLabel.Find(inputSchema, labelName));

    private protected override MulticlassNetworkTransformer CreateTransformer(
        Network network, string featureColumnName, LabelColumn label, TrainingHistory history) =>
        new(network, featureColumnName, ((ClassLabel)label).Values, history);
}
