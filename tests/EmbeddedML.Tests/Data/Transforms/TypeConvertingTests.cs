using EmbeddedML.Tests.Data.Transforms.Scenarios;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.Transforms;

/// <summary>Conversions that there are not, or that fail; the types of errors are those of Microsoft.ML 5.0.0.</summary>
public class TypeConvertingTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void What_cannot_be_converted_is_refused_by_the_shape_and_by_the_fit()
    {
        IDataView data = ConversionScenarios.Data();
        int refused = 0;
        foreach ((string column, DataKind[] kinds) in ConversionScenarios.Kinds)
        {
            // To a shape, keys are numbers; only the fit tells that they are not. Texts can be converted to any type, if they fit.
            foreach (DataKind kind in Enum.GetValues<DataKind>().Except(kinds).Where(_ => column is not ("Key" or "Text")))
            {
                IEstimator<ITransformer> estimator = _ml.Transforms.Conversion.ConvertType("Out", column, kind);
                Assert.Throws<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(SchemaShape.Create(data.Schema)));
                Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(data));
                refused++;
            }
        }
        Assert.True(refused > 100);
    }

    [Theory]
    [InlineData((DataKind)0)]
    [InlineData((DataKind)99)]
    public void A_kind_that_there_is_not_is_refused_by_the_shape_and_by_the_fit(DataKind kind)
    {
        IDataView data = ConversionScenarios.Data();
        IEstimator<ITransformer> estimator = _ml.Transforms.Conversion.ConvertType("Out", data.Schema[0].Name, kind);
        Assert.Throws<InvalidOperationException>(() => estimator.GetOutputSchema(SchemaShape.Create(data.Schema)));
        Assert.Throws<InvalidOperationException>(() => estimator.Fit(data));
    }

    [Theory]
    [InlineData(DataKind.Single)]
    [InlineData(DataKind.Int32)]
    [InlineData(DataKind.String)]
    public void Keys_are_not_converted_to_other_than_keys(DataKind kind)
        => Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.Conversion.ConvertType("Out", "Key", kind).Fit(ConversionScenarios.Data()));

    [Theory]
    [InlineData("x")]
    [InlineData("2.5")]
    [InlineData("-")]
    [InlineData("-129")]
    [InlineData("128")]
    public void A_text_that_is_no_signed_integer_of_the_type_is_an_error_when_it_is_read(string text)
    {
        IDataView data = new ArrayView().Add("Text", TextDataViewType.Instance, text.AsMemory());
        IDataView view = _ml.Transforms.Conversion.ConvertType("Text", outputKind: DataKind.SByte).Fit(data).Transform(data);
        var error = Assert.Throws<InvalidOperationException>(() => view.GetColumn<sbyte>("Text").ToArray());
        Assert.Contains($"'{text}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'Text'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_columns_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.Conversion.ConvertType([]));
}
