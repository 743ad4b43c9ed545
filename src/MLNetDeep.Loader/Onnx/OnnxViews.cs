using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;

namespace MLNetDeep;

/// <summary>Looks at the views of a pipeline as ML.NET's converter does.</summary>
internal static class OnnxViews
{
    /// <summary>Returns the view that a view was made from; null for the data.</summary>
    public static IDataView? SourceOf(IDataView view) => view is TransformedView ours ? ours.Input : (view as IDataTransform)?.Source;

    /// <summary>
    /// Throws if a component before a component of ours changes columns and cannot be converted: ML.NET's converter begins after it, with
    /// the columns of the data, so that the component would be left out.
    /// </summary>
    /// <param name="input">The input of our component.</param>
    /// <param name="component">The name of our component.</param>
    /// <param name="context">The context.</param>
    /// <exception cref="NotSupportedException">There is such a component.</exception>
    public static void CheckConverted(IDataView input, string component, OnnxContext context)
    {
        IDataView? end = input;
        while (end is TransformedView || (end is ITransformCanSaveOnnx view && view.CanSaveOnnx(context)))
        {
            end = SourceOf(end);
        }

        for (IDataView? view = end, source; view is not null && (source = SourceOf(view)) is not null; view = source)
        {
            if (FindChange(view.Schema, source.Schema) is { } column)
            {
                throw new NotSupportedException(
                    $"The pipeline cannot be converted to ONNX: the component before {component} that makes the column '{column}' "
                    + $"({(view is TransformedView ? "MLNetDeep" : view.GetType().Name)}) has no ONNX form.");
            }
        }
    }

    // Returns the name of a column that the view has and its source has not.
    private static string? FindChange(DataViewSchema schema, DataViewSchema source)
    {
        if (ReferenceEquals(schema, source))
        {
            return null;
        }

        for (int i = 0; i < schema.Count; i++)
        {
            if (i >= source.Count || schema[i].Name != source[i].Name || !schema[i].Type.Equals(source[i].Type))
            {
                return schema[i].Name;
            }
        }

        return null;
    }
}
