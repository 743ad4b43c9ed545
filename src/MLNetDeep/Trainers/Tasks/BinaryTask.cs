using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>
/// Binary classification. The label is a Boolean; outputs PredictedLabel (Boolean), Score (logit, Single) and Probability (Single).
/// </summary>
internal sealed class BinaryTask : NetworkTask
{
    private const string ScoreKind = "BinaryClassification";
    private const string Probability = "Probability";
    private const string IsNormalized = "IsNormalized";

    public override string Kind => "binary classification";

    public override ModelFormat Format { get; } = new(Signature: "NETBINRY", LoaderSignature: "MLNetDeep.Binary");

    public override LossSpec DefaultLoss => new BinaryCrossEntropy();

    public override Activation OutputActivation => Activation.Sigmoid;

    public override bool ScoresAreLogits => true;

    public override LabelColumn FindLabel(DataViewSchema schema, string name) =>
        new ScalarLabel<bool>(ScalarLabel.Find(schema, name, BooleanDataViewType.Instance), read => LabelCollector.ForClasses(() => read() ? 1 : 0), isClass: true);

    public override SchemaShape AddColumns(SchemaShape inputSchema, string labelName)
    {
        ScalarLabel.Check(inputSchema, labelName, BooleanDataViewType.Instance);
        SchemaShape.Column isNormalized = MLNetInternals.NewColumn(
            IsNormalized, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance);
        return Columns.AddOrReplace(
            inputSchema,
            ScoreColumns.ScalarShape(ScoreColumns.PredictedLabel, BooleanDataViewType.Instance),
            ScoreColumns.ScalarShape(ScoreColumns.Score, NumberDataViewType.Single),
            ScoreColumns.ScalarShape(Probability, NumberDataViewType.Single, isNormalized));
    }

    public override IReadOnlyList<DataViewSchema.DetachedColumn> CreateColumns(DataViewSchema inputSchema, int outputs, LabelValues? values)
    {
        uint setId = ScoreColumns.NextSetId(inputSchema);

        DataViewSchema.Annotations.Builder label = new();
        ScoreColumns.AddKind(label, ScoreKind);
        ScoreColumns.AddValueKind(label, ScoreColumns.PredictedLabel);
        ScoreColumns.AddSetId(label, setId);

        DataViewSchema.Annotations.Builder score = new();
        ScoreColumns.AddKind(score, ScoreKind);
        ScoreColumns.AddSetId(score, setId);
        ScoreColumns.AddValueKind(score, ScoreColumns.Score);

        DataViewSchema.Annotations.Builder probability = new();
        ScoreColumns.AddKind(probability, ScoreKind);
        ScoreColumns.AddSetId(probability, setId);
        probability.AddPrimitiveValue(IsNormalized, BooleanDataViewType.Instance, true);
        ScoreColumns.AddValueKind(probability, Probability);

        return
        [
            new DataViewSchema.DetachedColumn(ScoreColumns.PredictedLabel, BooleanDataViewType.Instance, label.ToAnnotations()),
            new DataViewSchema.DetachedColumn(ScoreColumns.Score, NumberDataViewType.Single, score.ToAnnotations()),
            new DataViewSchema.DetachedColumn(Probability, NumberDataViewType.Single, probability.ToAnnotations()),
        ];
    }

    public override Delegate CreateGetter(int column, ScoreReader scores) => column switch
    {
        0 => (ValueGetter<bool>)((ref bool value) => value = scores()[0] > 0),
        1 => (ValueGetter<float>)((ref float value) => value = scores()[0]),
        _ => (ValueGetter<float>)((ref float value) => value = Sigmoid(scores()[0])),
    };

    private static float Sigmoid(float score) => (float)(1 / (1 + Math.Exp(-(double)score)));
}
