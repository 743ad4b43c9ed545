using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Interop;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Multiclass classification. The label is a key or a one-hot vector; outputs PredictedLabel (key) and Score (vector).</summary>
internal sealed class MulticlassTask : NetworkTask
{
    private const string ScoreKind = "MulticlassClassification";

    public override string Kind => "multiclass classification";

    public override ModelFormat Format { get; } = new(Signature: "NETMULTI", LoaderSignature: "MLNetDeep.Multiclass");

    public override LossSpec DefaultLoss => new CategoricalCrossEntropy();

    public override Activation OutputActivation => Activation.Softmax;

    public override bool HasLabelValues => true;

    public override bool AppendsScoreColumnsLast => true;

    public override LabelColumn FindLabel(DataViewSchema schema, string name) => ClassLabel.Find(schema, name);

    public override SchemaShape AddColumns(SchemaShape inputSchema, string labelName)
    {
        SchemaShape.Column label = ClassLabel.Find(inputSchema, labelName);
        List<SchemaShape.Column> labelAnnotations = [.. ScoreColumns.AnnotationShapes];
        List<SchemaShape.Column> scoreAnnotations = [.. ScoreColumns.AnnotationShapes];
        string kind = label.IsKey ? AnnotationNames.KeyValues : AnnotationNames.SlotNames;
        foreach (SchemaShape.Column values in label.Annotations.Where(annotation => annotation.Name == kind))
        {
            labelAnnotations.Add(Vector(AnnotationNames.KeyValues, values));
            scoreAnnotations.Add(Vector(AnnotationNames.TrainingLabelValues, values));
            if (values.ItemType is TextDataViewType)
            {
                scoreAnnotations.Add(Vector(AnnotationNames.SlotNames, values));
            }
        }

        return Columns.AddOrReplace(
            inputSchema,
            MLNetInternals.NewColumn(
                ScoreColumns.PredictedLabel, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, isKey: true, new SchemaShape(labelAnnotations)),
            MLNetInternals.NewColumn(
                ScoreColumns.Score, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false, new SchemaShape(scoreAnnotations)));
    }

    public override IReadOnlyList<DataViewSchema.DetachedColumn> CreateColumns(DataViewSchema inputSchema, int outputs, LabelValues? values)
    {
        uint setId = ScoreColumns.NextSetId(inputSchema);

        DataViewSchema.Annotations.Builder label = new();
        ScoreColumns.AddKind(label, ScoreKind);
        ScoreColumns.AddValueKind(label, ScoreColumns.PredictedLabel);
        values?.AddTo(label, AnnotationNames.KeyValues);
        ScoreColumns.AddSetId(label, setId);

        DataViewSchema.Annotations.Builder score = new();
        ScoreColumns.AddKind(score, ScoreKind);
        ScoreColumns.AddSetId(score, setId);
        ScoreColumns.AddValueKind(score, ScoreColumns.Score);
        values?.AddTo(score, AnnotationNames.TrainingLabelValues);
        if (values?.ItemType is TextDataViewType)
        {
            values.AddTo(score, AnnotationNames.SlotNames);
        }

        return
        [
            new DataViewSchema.DetachedColumn(ScoreColumns.PredictedLabel, new KeyDataViewType(typeof(uint), outputs), label.ToAnnotations()),
            new DataViewSchema.DetachedColumn(ScoreColumns.Score, new VectorDataViewType(NumberDataViewType.Single, outputs), score.ToAnnotations()),
        ];
    }

    public override Delegate CreateGetter(int column, ScoreReader scores) => column == 0
        ? (ValueGetter<uint>)((ref uint value) => value = PredictedKey(scores()))
        : (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
        {
            ReadOnlySpan<float> row = scores();
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, row.Length);
            row.CopyTo(editor.Values);
            value = editor.Commit();
        });

    // Returns 1 + the index of the highest score, the first on ties; 0 (missing) if all scores are NaN.
    private static uint PredictedKey(ReadOnlySpan<float> scores)
    {
        uint key = 0;
        float highest = float.NegativeInfinity;
        for (int i = 0; i < scores.Length; i++)
        {
            if (scores[i] > highest)
            {
                highest = scores[i];
                key = (uint)i + 1;
            }
        }

        return key;
    }

    private static SchemaShape.Column Vector(string name, SchemaShape.Column values) =>
        MLNetInternals.NewColumn(name, SchemaShape.Column.VectorKind.Vector, values.ItemType, values.IsKey);
}
