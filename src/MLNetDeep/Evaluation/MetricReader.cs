using System.Globalization;
using System.Reflection;

namespace MLNetDeep.Evaluation;

/// <summary>Reads the numbers of ML.NET's metrics objects.</summary>
internal static class MetricReader
{
    /// <summary>Returns each property that is a number, and each item of a property that is a list of numbers.</summary>
    public static IReadOnlyDictionary<string, double> Read(object metrics)
    {
        OrderedDictionary<string, double> values = [];
        foreach (PropertyInfo property in metrics.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            switch (property.GetValue(metrics))
            {
                case double number:
                    values.Add(property.Name, number);
                    break;
                case IEnumerable<double> numbers:
                    foreach ((int index, double item) in numbers.Index())
                    {
                        values.Add(string.Create(CultureInfo.InvariantCulture, $"{property.Name}[{index}]"), item);
                    }

                    break;
            }
        }

        return values;
    }
}
