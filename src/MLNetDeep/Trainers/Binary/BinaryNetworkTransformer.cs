using Microsoft.ML;
using MLNetDeep.Interop;
using MLNetDeep.Neural;
using MLNetDeep.Rows;

namespace MLNetDeep.Trainers;

/// <summary>A trained network that tells yes from no: adds PredictedLabel, Score and Probability; see <see cref="BinaryNetworkTrainer"/>.</summary>
public sealed class BinaryNetworkTransformer : NetworkTransformer
{
    private static readonly ModelFormat s_format = new(Signature: "NETBINRY", LoaderSignature: "MLNetDeep.Binary");

    internal BinaryNetworkTransformer(Network network, string featureColumnName, TrainingHistory? history)
        : base(network, featureColumnName, history)
    {
    }

    internal static BinaryNetworkTransformer Load(object context)
    {
        BinaryReader reader = MLNetInternals.BeginLoad(context, s_format);
        string features = MLNetInternals.LoadText(context);
        return new BinaryNetworkTransformer(NetworkEntries.Load(context, reader), features, history: null);
    }

    private protected override void Save(ModelSaveContext context)
    {
        BinaryWriter writer = MLNetInternals.BeginSave(context, s_format);
        MLNetInternals.SaveText(context, FeatureColumnName);
        NetworkEntries.Save(context, writer, Model);
    }

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema, DataViewSchema.Column features) =>
        new BinaryMapper(inputSchema, features, Model);
}
