using EmbeddedML.Tests.Data.TypedRows;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace EmbeddedML.Tests.Data.Prediction;

// What is expected here was recorded from Microsoft.ML 5.0.0 with the same transformer and classes.
public class PredictionEngineTests
{
    [Fact]
    public void The_output_is_filled_from_the_transformed_row()
    {
        PredictionEngine<Input, Output> engine = Engine<Output>(new SumTransformer());
        Output output = engine.Predict(new Input { Features = [1, 2], Name = "n" });
        Assert.Equal([1f, 2, 3], output.Score!);
        Assert.Equal((3f, 0L, "n", 7), (output.Sum, output.Position, output.Name, output.Extra));
        Assert.Equal(
            "Features: Vector<Single, 2>; Name: String; Score: Vector<Single, 3>; Sum: Single; Position: Int64", Rows.Describe(engine.OutputSchema));
    }

    [Fact]
    public void An_output_is_filled_again_with_its_arrays_and_the_position_grows()
    {
        PredictionEngine<Input, Output> engine = Engine<Output>(new SumTransformer());
        var input = new Input { Features = [1, 2], Name = "n" };
        Output? output = null;
        engine.Predict(input, ref output!);
        Output first = output;
        float[] scores = output.Score!;
        engine.Predict(new Input { Features = [5, 2, 9] }, ref output);
        Assert.Same(first, output);
        Assert.Same(scores, output.Score);
        Assert.Equal([5f, 6, 7], scores);
        Assert.Equal((16f, 1L, ""), (output.Sum, output.Position, output.Name));
        output.Score = new float[5];
        engine.Predict(input, ref output);
        Assert.Equal([1f, 2, 3], output.Score!);
        Assert.Equal(2, output.Position);
        Assert.Equal(3, engine.Predict(input).Position);
    }

    [Fact]
    public void The_row_is_made_once_for_all_columns_and_only_those_taken_are_read()
    {
        var transformer = new SumTransformer();
        PredictionEngine<Input, Output> engine = Engine<Output>(transformer);
        engine.Predict(new Input { Features = [1] });
        engine.Predict(new Input { Features = [1] });
        Assert.Equal(["row at -1 with Features Name Score Sum Position", "get Sum", "get Position", "get Name", "get Score"], transformer.Log);
    }

    [Fact]
    public void Members_take_columns_by_their_attributes()
    {
        RenamedOutput output = Engine<RenamedOutput>(new SumTransformer()).Predict(new Input { Features = [1, 2] });
        Assert.Equal(3, output.Total);
        Assert.Equal([1f, 2, 3], output.Score.DenseValues());
    }

    [Fact]
    public void Missing_columns_can_be_an_error()
    {
        var strict = new PredictionEngineOptions { IgnoreMissingColumns = false };
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => Engine<Output>(new SumTransformer(), strict));
        Assert.Contains("'Extra'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_definition_of_the_input_changes_the_schema_that_is_transformed()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Input));
        definition["Features"]!.ColumnType = new VectorDataViewType(NumberDataViewType.Single, 4);
        definition["Name"]!.ColumnName = "N2";
        PredictionEngine<Input, Output> engine = Engine<Output>(new SumTransformer(), new() { InputSchemaDefinition = definition });
        Assert.Equal("Features: Vector<Single, 4>; N2: String", Rows.Describe(engine.OutputSchema)[..39]);
        Assert.Null(engine.Predict(new Input { Features = [1], Name = "x" }).Name);
    }

    [Fact]
    public void A_definition_of_the_output_chooses_members_and_their_columns()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Output));
        definition.Remove(definition["Score"]!);
        definition["Position"]!.ColumnName = "None";
        Output output = Engine<Output>(new SumTransformer(), new() { OutputSchemaDefinition = definition }).Predict(new Input { Features = [1, 1] });
        Assert.Equal((null, 2f, 0L), (output.Score, output.Sum, output.Position));
        definition["Extra"]!.ColumnName = "Position";
        Assert.Throws<InvalidOperationException>(() => Engine<Output>(new SumTransformer(), new() { OutputSchemaDefinition = definition }));
    }

    [Fact]
    public void An_input_schema_gives_types_to_the_members_and_must_be_complete()
    {
        var schema = new DataViewSchema.Builder();
        schema.AddColumn("Features", new VectorDataViewType(NumberDataViewType.Single, 9));
        PredictionEngine<FeaturesOnly, RenamedOutput> engine
            = Rows.Context.Model.CreatePredictionEngine<FeaturesOnly, RenamedOutput>(new SumTransformer(), schema.ToSchema());
        Assert.Equal("Vector<Single, 9>", engine.OutputSchema["Features"].Type.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Rows.Context.Model.CreatePredictionEngine<FeaturesOnly, Output>(new SumTransformer(), schema.ToSchema()));
        schema.AddColumn("Zip", NumberDataViewType.Single);
        Assert.Throws<InvalidOperationException>(
            () => Rows.Context.Model.CreatePredictionEngine<FeaturesOnly, RenamedOutput>(new SumTransformer(), schema.ToSchema()));
    }

    [Fact]
    public void The_transformer_is_disposed_once_by_the_engine_that_owns_it()
    {
        var owned = new SumTransformer();
        PredictionEngine<Input, Output> engine = Engine<Output>(owned);
        engine.Dispose();
        engine.Dispose();
        Assert.Equal(1, owned.Disposals);
        var other = new SumTransformer();
        Engine<Output>(other, new() { OwnsTransformer = false }).Dispose();
        Assert.Equal(0, other.Disposals);
    }

    [Fact]
    public void Options_have_the_documented_defaults()
    {
        var options = new PredictionEngineOptions();
        Assert.Equal((true, true), (options.IgnoreMissingColumns, options.OwnsTransformer));
        Assert.Null(options.InputSchemaDefinition);
        Assert.Null(options.OutputSchemaDefinition);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => Engine<Output>(new SumTransformer()).Predict(null!));
        Assert.Throws<ArgumentNullException>(() => Engine<Output>(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => Engine<Output>(new SumTransformer { IsRowToRowMapper = false }));
        Assert.Throws<InvalidOperationException>(() => Engine<WrongOutput>(new SumTransformer()));
        Assert.Throws<InvalidOperationException>(
            () => Rows.Context.Model.CreatePredictionEngine<KeyOfUInt16, Output>(new SumTransformer()));
    }

    [Fact]
    public void Predicting_into_an_object_allocates_nothing()
    {
        PredictionEngine<Input, Output> engine = Engine<Output>(new SumTransformer());
        var input = new Input { Features = [1, 2], Name = "n" };
        Output output = engine.Predict(input);
        for (int i = 0; i < 100; i++)
            engine.Predict(input, ref output);
        long start = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            engine.Predict(input, ref output);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - start);
        Assert.Equal(1100, output.Position);
    }

    // The numbers that a context draws after these calls were recorded from Microsoft.ML 5.0.0 with the seed 5: they depend
    // on how many hosts each call registers.
    [Fact]
    public void The_environment_is_left_in_the_same_state()
    {
        var context = new MLContext(seed: 5);
        int Draw() => ((IHostEnvironment)context).Register("x").Rand.Next();
        Assert.Equal(519239313, Draw());
        IDataView view = context.Data.LoadFromEnumerable([new Input()]);
        Assert.Equal(637978492, Draw());
        Assert.Equal([""], view.GetColumn<string>("Name"));
        Assert.Equal(1666663971, Draw());
        _ = context.Data.CreateEnumerable<Input>(view, reuseRowObject: false);
        Assert.Equal(1615383584, Draw());
        _ = context.Model.CreatePredictionEngine<Input, Output>(new SumTransformer());
        Assert.Equal(1675137459, Draw());
        _ = view.Preview();
        Assert.Equal(1299866185, Draw());
    }

    private static PredictionEngine<Input, TOutput> Engine<TOutput>(SumTransformer transformer, PredictionEngineOptions? options = null)
        where TOutput : class, new()
        => options is null
            ? Rows.Context.Model.CreatePredictionEngine<Input, TOutput>(transformer)
            : Rows.Context.Model.CreatePredictionEngine<Input, TOutput>(transformer, options);

    private sealed class Input
    {
        [VectorType(2)] public float[]? Features;
        public string? Name;
    }

#pragma warning disable CS0649 // the engine assigns these fields
    private sealed class Output
    {
        public float[]? Score { get; set; }
        public float Sum;
        public long Position;
        public string? Name;
        public int Extra = 7;
    }

    private sealed class RenamedOutput
    {
        [ColumnName("Sum")] public float Total;
        public VBuffer<float> Score;
        [NoColumn] public object? Other;
    }
#pragma warning restore CS0649

    private sealed class FeaturesOnly
    {
        public float[]? Features { get; set; }
    }

    private sealed class WrongOutput
    {
        public double Sum { get; set; }
    }
}
