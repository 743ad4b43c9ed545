using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.TypedRows;

public class LoadAttributesTests
{
    [Fact]
    public void A_field_a_range_and_a_list_of_fields()
    {
        Assert.Equal([new LoadColumnAttribute.Source(3, 3, false)], new LoadColumnAttribute(3).Sources);
        Assert.Equal([new LoadColumnAttribute.Source(3, 3, true)], new LoadColumnAttribute(3, 3).Sources);
        Assert.Equal([new LoadColumnAttribute.Source(1, 5, true)], new LoadColumnAttribute(1, 5).Sources);
        Assert.Equal(
            [new LoadColumnAttribute.Source(4, 4, false), new LoadColumnAttribute.Source(2, 2, false)], new LoadColumnAttribute([4, 2]).Sources);
    }

    [Fact]
    public void Fields_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LoadColumnAttribute(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LoadColumnAttribute(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LoadColumnAttribute(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LoadColumnAttribute([1, -1]));
    }

    [Fact]
    public void Names_of_fields()
    {
        Assert.Equal(["a"], new LoadColumnNameAttribute("a").Sources);
        Assert.Equal(["b", "a"], new LoadColumnNameAttribute("b", "a").Sources);
    }

    [Theory]
    [InlineData(typeof(ColumnNameAttribute))]
    [InlineData(typeof(KeyTypeAttribute))]
    [InlineData(typeof(VectorTypeAttribute))]
    [InlineData(typeof(NoColumnAttribute))]
    [InlineData(typeof(LoadColumnAttribute))]
    [InlineData(typeof(LoadColumnNameAttribute))]
    public void Each_is_for_fields_and_properties_once(Type attribute)
    {
        var usage = (AttributeUsageAttribute)Attribute.GetCustomAttribute(attribute, typeof(AttributeUsageAttribute))!;
        Assert.Equal((AttributeTargets.Field | AttributeTargets.Property, false, true), (usage.ValidOn, usage.AllowMultiple, usage.Inherited));
    }
}
