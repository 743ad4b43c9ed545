using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace EmbeddedML.Tests.Data.Transforms;

/// <summary>What of custom mappings a comparison of their outputs does not show.</summary>
public class CustomMappingTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void The_code_runs_once_for_each_row_whichever_and_however_many_columns_are_read()
    {
        int runs = 0;
        IDataView view = Map((_, target) => target.Double = ++runs);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<float> doubled = cursor.GetGetter<float>(view.Schema["Double"]);
        ValueGetter<float> half = cursor.GetGetter<float>(view.Schema["Half"]);
        float value = 0;
        for (int row = 1; cursor.MoveNext(); row++)
        {
            half(ref value);
            doubled(ref value);
            doubled(ref value);
            Assert.Equal(row, value);
        }
        Assert.Equal(3, runs);
    }

    [Fact]
    public void The_code_does_not_run_where_none_of_its_columns_is_read()
    {
        IDataView view = Map((_, _) => throw new InvalidOperationException("It ran."));
        Assert.Equal([1f, 2, 3], view.GetColumn<float>("Value"));
    }

    [Fact]
    public void Without_a_contract_name_it_cannot_be_saved()
    {
        ITransformer transformer = _ml.Transforms.CustomMapping<Source, Target>((_, _) => { }, null).Fit(Data());
        Assert.Throws<InvalidOperationException>(() => _ml.Model.Save(transformer, null, new MemoryStream()));
    }

    [Fact]
    public void A_contract_that_no_class_has_is_named_when_the_model_is_loaded()
    {
        var file = new MemoryStream();
        _ml.Model.Save(_ml.Transforms.CustomMapping<Source, Target>((_, _) => { }, "no such contract").Fit(Data()), null, file);
        file.Position = 0;
        var error = Assert.Throws<InvalidOperationException>(() => new MLContext().Model.Load(file, out _));
        Assert.Contains("'no such contract'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_class_with_the_code_is_found_in_an_assembly_that_was_registered()
    {
        var file = new MemoryStream();
        _ml.Model.Save(_ml.Transforms.CustomMapping(new DoublingFactory().GetMapping(), "Doubling").Fit(Data()), null, file);
        file.Position = 0;
        var other = new MLContext();
        other.ComponentCatalog.RegisterAssembly(typeof(DoublingFactory).Assembly);
        ITransformer loaded = other.Model.Load(file, out _);
        Assert.Equal([2f, 4, 6], loaded.Transform(Data()).GetColumn<float>("Double"));
    }

    [Fact]
    public void A_class_of_another_kind_with_the_contract_name_is_refused()
    {
        var file = new MemoryStream();
        _ml.Model.Save(_ml.Transforms.CustomMapping<Source, Target>((_, _) => { }, "not a factory").Fit(Data()), null, file);
        file.Position = 0;
        var error = Assert.Throws<InvalidOperationException>(() => new MLContext().Model.Load(file, out _));
        Assert.Contains(nameof(NotAFactory), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_of_another_type_is_refused_by_the_shape_and_by_the_fit()
    {
        IDataView texts = new ArrayView().Add("Value", TextDataViewType.Instance, "a".AsMemory());
        CustomMappingEstimator<Source, Target> estimator = _ml.Transforms.CustomMapping<Source, Target>((_, _) => { }, null);
        Assert.Throws<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(SchemaShape.Create(texts.Schema)));
        Assert.Throws<InvalidOperationException>(() => estimator.Fit(texts));
    }

    private IDataView Map(Action<Source, Target> code) => _ml.Transforms.CustomMapping(code, null).Fit(Data()).Transform(Data());

    private static ArrayView Data() => new ArrayView().Add("Value", NumberDataViewType.Single, 1f, 2f, 3f);

    private sealed class Source
    {
        public float Value { get; set; }
    }

    private sealed class Target
    {
        public float Double { get; set; }

        public float Half { get; set; }
    }

    [CustomMappingFactoryAttribute("Doubling")]
    private sealed class DoublingFactory : CustomMappingFactory<Source, Target>
    {
        public override Action<Source, Target> GetMapping() => static (source, target) => target.Double = 2 * source.Value;
    }

    [CustomMappingFactoryAttribute("not a factory")]
    private sealed class NotAFactory;
}
